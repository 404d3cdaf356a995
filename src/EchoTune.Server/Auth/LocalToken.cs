using System.Security.Cryptography;
using System.Text;

namespace EchoTune.Server.Auth;

/// <summary>The token that scripts on this machine authenticate with: <c>local-token</c> in the data folder, readable by its user only.</summary>
internal sealed class LocalToken
{
    private const string FileName = "local-token";
    private const int Bytes = 32;

    private readonly byte[] _token;

    public LocalToken(ServerOptions options)
    {
        Path = System.IO.Path.Combine(options.DataFolder, FileName);
        _token = Encoding.ASCII.GetBytes(ReadOrCreate(Path));
    }

    public string Path { get; }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);

    private static string ReadOrCreate(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        for (var attempt = 0; ; attempt++)
        {
            if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: >= Bytes } known)
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }

                return known;
            }

            // Written whole under another name first: nobody ever reads half a token.
            var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
            var temporary = $"{path}.{Environment.ProcessId}";
            var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new StreamWriter(temporary, how))
            {
                file.WriteLine(token);
            }

            File.Move(temporary, path, overwrite: attempt > 0 || new FileInfo(path) is { Exists: true, Length: 0 });
        }
    }
}
