namespace EchoTune.Server.Tests.Support;

/// <summary>Waits for what happens in the background.</summary>
internal static class Eventually
{
    // Only waited out where something is broken; a loaded machine is slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks again until the answer is not null.</summary>
    /// <param name="what">For the failure.</param>
    /// <param name="ask">Gives null as long as it is not so.</param>
    public static async Task<T> GetAsync<T>(string what, Func<CancellationToken, Task<T?>> ask)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                if (await ask(patience.Token) is { } answer)
                {
                    return answer;
                }

                await Task.Delay(20, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{what} was waited for in vain.");
        }
    }
}
