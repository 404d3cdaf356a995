namespace EchoTune.Cli.Verbs;

/// <summary>A file of UTF-8 text, plain or gzipped: what it is, its first bytes say.</summary>
internal static class TextFile
{
    /// <summary>Opens for reading.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static StreamReader Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder. Give a file.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file {path}. Check the path.", path);
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            var isZipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return new StreamReader(isZipped ? new WholeGzip(file) : file, bufferSize: 1 << 16);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
