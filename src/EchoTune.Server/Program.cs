using EchoTune.Server.Hosting;

var (options, mistake) = ServerArguments.Read(args, Environment.GetEnvironmentVariable);
if (options is null)
{
    Console.Error.WriteLine(mistake);
    return 1;
}

return await EchoTuneHost.RunAsync(options, Console.Out, Console.Error);
