namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>How long to wait. Only waited out where something is broken, so long enough for a machine that does much else.</summary>
internal static class Patience
{
    /// <summary>For what a page or the server does at once.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(60);

    /// <summary>For starts and scans.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    /// <summary><see cref="Short"/> in milliseconds.</summary>
    public const float ShortMs = 60_000;
}
