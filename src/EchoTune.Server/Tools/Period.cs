namespace EchoTune.Server.Tools;

/// <summary>The periods that people ask about.</summary>
internal static class Period
{
    /// <summary>Where a period starts; null for all time.</summary>
    public static DateTimeOffset? Since(string? period, DateTimeOffset now) => period switch
    {
        "7d" => now.AddDays(-7),
        "30d" => now.AddDays(-30),
        "90d" => now.AddDays(-90),
        "year" => now.AddYears(-1),
        _ => null,
    };

    /// <summary>In words, for the end of a sentence.</summary>
    public static string Words(string? period) => period switch
    {
        "7d" => "in the last 7 days",
        "30d" => "in the last 30 days",
        "90d" => "in the last 90 days",
        "year" => "in the last year",
        _ => "so far",
    };
}
