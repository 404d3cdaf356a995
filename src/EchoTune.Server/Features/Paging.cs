using EchoTune.Catalog.Errors;

namespace EchoTune.Server.Features;

/// <summary>Reads what lists are asked with.</summary>
internal static class Paging
{
    private const int MaxText = 500;

    /// <summary>A limit within its range.</summary>
    /// <exception cref="EchoTuneException">invalid_request.</exception>
    public static int Limit(int? limit, int standard = 50, int most = 500) => limit switch
    {
        null => standard,
        { } given when given >= 1 && given <= most => given,
        _ => throw new EchoTuneException(ErrorCodes.InvalidRequest, $"limit must be between 1 and {most}."),
    };

    /// <summary>A text to search for; null where there is none.</summary>
    /// <exception cref="EchoTuneException">invalid_request.</exception>
    public static string? Text(string? text) => text?.Trim() switch
    {
        null or "" => null,
        { Length: > MaxText } => throw new EchoTuneException(ErrorCodes.InvalidRequest, $"A search text has at most {MaxText} characters."),
        var trimmed => trimmed.Contains('\0') ? throw new EchoTuneException(ErrorCodes.InvalidRequest, "A search text has no NUL characters.") : trimmed,
    };

    /// <summary>A member of an enum by its name in lower camel case.</summary>
    /// <exception cref="EchoTuneException">invalid_request.</exception>
    public static T? Choice<T>(string name, string? text) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // Numbers would pass Enum.TryParse too, and mean nothing to people.
        return char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new EchoTuneException(ErrorCodes.InvalidRequest, $"{name} must be one of {string.Join(", ", Enum.GetNames<T>().Select(choice => char.ToLowerInvariant(choice[0]) + choice[1..]))}.");
    }
}
