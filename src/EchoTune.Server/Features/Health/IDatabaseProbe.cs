namespace EchoTune.Server.Features.Health;

/// <summary>Asks the database whether it is there.</summary>
internal interface IDatabaseProbe
{
    Task<(string Status, string? Message)> CheckAsync(CancellationToken cancellationToken);
}
