namespace EchoTune.Server.Auth;

/// <summary>Who may call an endpoint. An endpoint without one of these is denied.</summary>
internal static class Policies
{
    /// <summary>Anybody signed in.</summary>
    public const string Listener = "listener";

    /// <summary>The owner.</summary>
    public const string Owner = "owner";

    /// <summary>Anybody where only this machine can connect, else the owner.</summary>
    public const string Metrics = "metrics";
}
