namespace EchoTune.Server.Hosting;

/// <summary>Looks whether the data folder can be used, before anything else starts in it.</summary>
internal static class DataFolder
{
    // ENOSPC and Windows' ERROR_DISK_FULL, as they appear in the low word of an I/O failure.
    private const int NoSpaceLeft = 28;
    private const int DiskFull = 112;

    // More than the lock files and logs of a start need.
    private const int ProbeBytes = 64 * 1024;

    /// <summary>Why the folder cannot be used, as a sentence that says what to do; null if it can.</summary>
    public static string? Problem(string folder)
    {
        var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(probe, new byte[ProbeBytes]);
            return null;
        }
        catch (IOException full) when ((full.HResult & 0xFFFF) is NoSpaceLeft or DiskFull)
        {
            // Where everything is there already, music plays on a full disk too; what cannot be kept says so when it is asked for.
            return File.Exists(Path.Combine(folder, "local-token")) ? null : $"The disk of the data folder {folder} is full. Free some space, or set ECHOTUNE_DATA to a folder on another disk.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unwritable(folder, failure);
        }
        finally
        {
            Remove(probe);
        }
    }

    public static string Unwritable(string folder, Exception failure) =>
        $"The data folder {folder} cannot be written: {failure.Message} Set ECHOTUNE_DATA to a folder of yours.";

    private static void Remove(string probe)
    {
        try
        {
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It was never made; why is told already.
        }
    }
}
