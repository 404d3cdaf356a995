using System.CommandLine;

var root = new RootCommand("EchoTune on the command line. Answers are for people; --json prints them for programs.");

// One verb a file in Verbs/, each with a static Create().
root.Add(EchoTune.Cli.Verbs.AnalyzeCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.AskCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.ComposeCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.EvaluateCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.EvaluateSessionsCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.SeparateCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.TrainGenresCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.TrainBeatsCommand.Create());
root.Subcommands.Add(EchoTune.Cli.Verbs.TrainHarmonyCommand.Create());
return await root.Parse(args).InvokeAsync();
