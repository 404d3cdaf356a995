namespace EchoTune.Catalog.Errors;

/// <summary>Every error code that EchoTune answers with. A code never changes its meaning.</summary>
public static class ErrorCodes
{
    /// <summary>The request or an argument is malformed or out of range (400).</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>No such track, album, playlist, … (404).</summary>
    public const string NotFound = "not_found";

    /// <summary>The thing changed meanwhile or exists already (409).</summary>
    public const string Conflict = "conflict";

    /// <summary>Sign in first (401).</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>Signed in, but not allowed (403).</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The anti-forgery token is missing or stale: get a new one from <c>GET /session</c> (403).</summary>
    public const string AntiForgery = "anti_forgery";

    /// <summary>The request comes from a page of another origin, or names a host this server does not answer for (403, 421).</summary>
    public const string OriginRejected = "origin_rejected";

    /// <summary>The method is not allowed on this address (405).</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>The body is of a media type that is not understood (415).</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>The asked range lies outside the file (416).</summary>
    public const string RangeNotSatisfiable = "range_not_satisfiable";

    /// <summary>The answer took too long (504).</summary>
    public const string Timeout = "timeout";

    /// <summary>Too many requests (429).</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The request is larger than allowed (413).</summary>
    public const string TooLarge = "too_large";

    /// <summary>The database does not answer (503).</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>The stored data was written by another version of PostgreSQL or of EchoTune (500).</summary>
    public const string StorageIncompatible = "storage_incompatible";

    /// <summary>The disk is full (507).</summary>
    public const string DiskFull = "disk_full";

    /// <summary>The file cannot be read (permission, missing, vanished).</summary>
    public const string FileUnreadable = "file_unreadable";

    /// <summary>The file is not audio that can be decoded.</summary>
    public const string NotAudio = "not_audio";

    /// <summary>The file is empty (0 bytes).</summary>
    public const string FileEmpty = "file_empty";

    /// <summary>The file ends early or is damaged; what could be decoded is too little.</summary>
    public const string FileTruncated = "file_truncated";

    /// <summary>Decoding took too long or too much memory and was stopped.</summary>
    public const string DecodeLimit = "decode_limit";

    /// <summary>The library folder does not exist or vanished.</summary>
    public const string LibraryRootMissing = "library_root_missing";

    /// <summary>ffmpeg or ffprobe is missing.</summary>
    public const string MediaToolMissing = "media_tool_missing";

    /// <summary>The tool does not exist.</summary>
    public const string UnknownTool = "unknown_tool";

    /// <summary>The capability comes in a later version.</summary>
    public const string NotAvailableYet = "not_available_yet";

    /// <summary>Nothing in the library fits.</summary>
    public const string NothingFound = "nothing_found";

    /// <summary>Anything unforeseen (500); the request id finds it in the log.</summary>
    public const string Internal = "internal";
}
