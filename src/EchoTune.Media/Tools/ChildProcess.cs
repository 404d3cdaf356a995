using System.Diagnostics;
using EchoTune.Catalog.Errors;

namespace EchoTune.Media.Tools;

/// <summary>One running ffmpeg or ffprobe. Disposing it ends it, with its children, and waits until it is gone.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LongestLine = 500;
    private const int KeptLines = 40;

    private readonly Process process;
    private readonly Queue<string> lastLines = new();
    private readonly Task errors;
    private readonly TimeProvider time;

    internal ChildProcess(ProcessStartInfo start, bool withInput, Action<string>? onErrorLine, TimeProvider time)
    {
        this.time = time;
        try
        {
            process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new EchoTuneException(
                ErrorCodes.MediaToolMissing, $"{start.FileName} could not be started ({failure.Message}). Install ffmpeg (on Debian: apt install ffmpeg) and start EchoTune again.", failure);
        }

        if (!withInput)
        {
            EndInput();
        }

        errors = DrainErrorsAsync(onErrorLine);
    }

    /// <summary>Lets everything else on the machine go first.</summary>
    public void BePolite()
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already, or may not be changed: it is only less polite.
        }
    }

    /// <summary>The process's id.</summary>
    public int Id => process.Id;

    /// <summary>Its standard output.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>Its standard input.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>The last lines of standard error; whole after <see cref="ExitAsync"/>.</summary>
    public string Errors
    {
        get
        {
            lock (lastLines)
            {
                return string.Join('\n', lastLines);
            }
        }
    }

    /// <summary>Ends its standard input; harmless when it has left.</summary>
    public void EndInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It closed its side first.
        }
    }

    /// <summary>Ends the process and its children at once; harmless when it has ended.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await errors.WaitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Runs a step on this process: the process is ended when the caller cancels or the limit passes.</summary>
    /// <param name="limit">How long the step may take.</param>
    /// <param name="what">For the message, e.g. the name of the file.</param>
    /// <param name="step">The step.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="EchoTuneException">decode_limit.</exception>
    public async Task<T> WithinAsync<T>(TimeSpan limit, string what, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        // A read from a pipe ends only when the other side does: end it.
        await using CancellationTokenRegistration kill = both.Token.UnsafeRegister(static state => ((ChildProcess)state!).Kill(), this);
        try
        {
            T result = await step(both.Token);
            both.Token.ThrowIfCancellationRequested();
            return result;
        }
        catch (Exception failure) when (both.IsCancellationRequested && failure is OperationCanceledException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!deadline.IsCancellationRequested)
            {
                throw;
            }

            throw new EchoTuneException(ErrorCodes.DecodeLimit, $"Reading {what} took more than {limit.TotalSeconds:0} s and was stopped. The file may be damaged, or the machine overloaded.", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
        await errors;
        process.Dispose();
    }

    private async Task DrainErrorsAsync(Action<string>? onErrorLine)
    {
        // Lines are cut while they are read: a tag of a megabyte printed by ffmpeg must not be kept.
        var line = new System.Text.StringBuilder();
        char[] buffer = new char[4096];
        using StreamReader reader = process.StandardError;
        try
        {
            int read;
            while ((read = await reader.ReadAsync(buffer.AsMemory())) > 0)
            {
                foreach (char c in buffer.AsSpan(0, read))
                {
                    if (c is '\n' or '\r')
                    {
                        Keep();
                    }
                    else if (line.Length < LongestLine)
                    {
                        line.Append(c);
                    }
                }
            }
        }
        catch (IOException)
        {
            // The pipe broke with the process.
        }

        Keep();

        void Keep()
        {
            if (line.Length == 0)
            {
                return;
            }

            string text = line.ToString();
            line.Clear();
            onErrorLine?.Invoke(text);
            lock (lastLines)
            {
                lastLines.Enqueue(text);
                if (lastLines.Count > KeptLines)
                {
                    lastLines.Dequeue();
                }
            }
        }
    }
}
