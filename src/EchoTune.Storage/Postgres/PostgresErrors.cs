using EchoTune.Catalog.Errors;
using Npgsql;

namespace EchoTune.Storage.Postgres;

/// <summary>Says what a failure of Npgsql means for people and programs.</summary>
internal static class PostgresErrors
{
    private const int NoSpaceLeft = 28;

    /// <summary>Whether the same work may succeed in a moment: connection lost, server starting or stopping, deadlock.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "40001" or "40P01" or "53300" } => true,
        PostgresException server => server.SqlState.StartsWith("08", StringComparison.Ordinal),
        _ => true,
    };

    public static EchoTuneException Translate(Exception exception) => exception switch
    {
        PostgresException { SqlState: "53100" } or PostgresException { SqlState: "58030" } or IOException { HResult: NoSpaceLeft } => new EchoTuneException(
            ErrorCodes.DiskFull, "The database's disk is full. Free some space; nothing that was acknowledged is lost.", exception),
        PostgresException { SqlState: "28P01" or "28000" } => new EchoTuneException(
            ErrorCodes.StorageUnavailable, "The database refused to sign EchoTune in. Check user and password of ConnectionStrings__EchoTune.", exception),
        PostgresException { SqlState: "3D000" } => new EchoTuneException(
            ErrorCodes.StorageUnavailable, "The database named in ConnectionStrings__EchoTune does not exist. Create it, in UTF-8.", exception),
        PostgresException server when !IsTransient(server) => new EchoTuneException(
            ErrorCodes.Internal, "The database could not carry this out. The log has the details.", exception),
        _ => new EchoTuneException(ErrorCodes.StorageUnavailable, "The database does not answer. Try again in a moment.", exception),
    };

    /// <summary>Whether a statement broke a unique constraint, and which.</summary>
    public static bool IsDuplicate(PostgresException exception, string? constraint = null) =>
        exception.SqlState == PostgresErrorCodes.UniqueViolation && (constraint is null || exception.ConstraintName == constraint);
}
