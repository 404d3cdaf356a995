namespace EchoTune.Cli.Verbs;

/// <summary>Turns what may go wrong in a verb into its exit code, with a sentence for people.</summary>
internal static class VerbFaults
{
    /// <summary>Runs a verb.</summary>
    /// <param name="verb">What it does.</param>
    /// <param name="errors">Told what went wrong.</param>
    /// <returns>0 when it worked, 1 when something given is wrong or it was stopped, 2 when the fault is EchoTune's.</returns>
    public static int Guard(Action verb, TextWriter errors)
    {
        try
        {
            verb();
            return 0;
        }
        catch (OperationCanceledException)
        {
            errors.WriteLine("Stopped.");
            return 1;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors.WriteLine(e.Message);
            return 1;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OutOfMemoryException or AggregateException)
        {
            errors.WriteLine($"EchoTune failed: {e.Message}");
            return 2;
        }
    }
}
