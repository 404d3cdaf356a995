using System.Data.Common;
using EchoTune.Catalog.Errors;
using Microsoft.AspNetCore.Antiforgery;

namespace EchoTune.Server.Errors;

/// <summary>The one map from failures to HTTP statuses, codes and sentences.</summary>
internal static class ProblemMap
{
    // ENOSPC and Windows' ERROR_DISK_FULL, as they appear in the low word of an I/O failure.
    private const int NoSpaceLeft = 28;
    private const int DiskFull = 112;

    /// <summary>Status, code and sentence of a failure.</summary>
    public static (int Status, string ErrorCode, string Detail) Of(Exception failure) => failure switch
    {
        EchoTuneException known => (StatusOf(known.ErrorCode), known.ErrorCode, known.Message),
        AntiforgeryValidationException => (403, ErrorCodes.AntiForgery, "The anti-forgery token is missing or stale. Get a new one from GET /api/v1/session and send it as X-CSRF-Token."),
        BadHttpRequestException bad => OfStatus(bad.StatusCode, DetailOf(bad)),
        DbException or TimeoutException { InnerException: DbException } => (503, ErrorCodes.StorageUnavailable, "The database does not answer. Try again in a moment."),
        IOException io when (io.HResult & 0xFFFF) is NoSpaceLeft or DiskFull => (507, ErrorCodes.DiskFull, "The disk is full. Free some space and try again."),
        _ => (500, ErrorCodes.Internal, "Something went wrong on the server. The request id finds it in the log."),
    };

    /// <summary>Code and sentence of a bare status.</summary>
    public static (int Status, string ErrorCode, string Detail) OfStatus(int status, string? detail = null) => status switch
    {
        400 => (400, ErrorCodes.InvalidRequest, detail ?? "The request is malformed."),
        401 => (401, ErrorCodes.Unauthenticated, detail ?? "Sign in first."),
        403 => (403, ErrorCodes.Forbidden, detail ?? "You are not allowed to do this."),
        404 => (404, ErrorCodes.NotFound, detail ?? "There is nothing at this address."),
        405 => (405, ErrorCodes.MethodNotAllowed, detail ?? "This method is not allowed here."),
        408 or 504 => (504, ErrorCodes.Timeout, detail ?? "The answer took too long. Try again."),
        409 => (409, ErrorCodes.Conflict, detail ?? "It changed meanwhile. Load it again."),
        413 => (413, ErrorCodes.TooLarge, detail ?? "The request is larger than allowed."),
        415 => (415, ErrorCodes.UnsupportedMediaType, detail ?? "Send the body as application/json."),
        416 => (416, ErrorCodes.RangeNotSatisfiable, detail ?? "The asked range lies outside the file."),
        421 => (421, ErrorCodes.OriginRejected, detail ?? "This server does not answer for that host."),
        429 => (429, ErrorCodes.RateLimited, detail ?? "Too many requests. Wait a moment."),
        503 => (503, ErrorCodes.StorageUnavailable, detail ?? "The server is not ready yet. Try again in a moment."),
        _ => (status, status < 500 ? ErrorCodes.InvalidRequest : ErrorCodes.Internal, detail ?? "The request could not be answered."),
    };

    private static int StatusOf(string errorCode) => errorCode switch
    {
        ErrorCodes.InvalidRequest or ErrorCodes.UnknownTool => 400,
        ErrorCodes.Unauthenticated => 401,
        ErrorCodes.Forbidden or ErrorCodes.AntiForgery or ErrorCodes.OriginRejected => 403,
        ErrorCodes.NotFound or ErrorCodes.NothingFound or ErrorCodes.FileUnreadable or ErrorCodes.LibraryRootMissing => 404,
        ErrorCodes.MethodNotAllowed => 405,
        ErrorCodes.Conflict => 409,
        ErrorCodes.TooLarge => 413,
        ErrorCodes.UnsupportedMediaType => 415,
        ErrorCodes.RangeNotSatisfiable => 416,
        ErrorCodes.NotAudio or ErrorCodes.FileEmpty or ErrorCodes.FileTruncated => 422,
        ErrorCodes.RateLimited => 429,
        ErrorCodes.NotAvailableYet => 501,
        ErrorCodes.StorageUnavailable or ErrorCodes.MediaToolMissing or ErrorCodes.DecodeLimit => 503,
        ErrorCodes.Timeout => 504,
        ErrorCodes.DiskFull => 507,
        _ => 500,
    };

    // The framework's sentences name parameters and types; what a JSON reader says about the body is helpful and harmless.
    private static string? DetailOf(BadHttpRequestException bad) => bad switch
    {
        { InnerException: System.Text.Json.JsonException json } => $"The body is not the JSON that is expected{(json.Path is { Length: > 0 } path ? $" (at {path})" : "")}.",
        { StatusCode: 400 } => bad.Message,
        _ => null,
    };
}
