namespace EchoTune.Catalog.Errors;

/// <summary>A failure with a sentence for people and a code for programs. The host maps it to ProblemDetails.</summary>
public class EchoTuneException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="errorCode">Stable code in snake case, one of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">A clear sentence for people that says what to do.</param>
    /// <param name="inner">What caused it.</param>
    public EchoTuneException(string errorCode, string message, Exception? inner = null)
        : base(message, inner) => ErrorCode = errorCode;

    /// <summary>Stable code in snake case.</summary>
    public string ErrorCode { get; }
}
