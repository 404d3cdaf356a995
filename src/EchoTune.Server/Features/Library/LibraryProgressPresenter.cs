using EchoTune.Catalog.Library;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Library;

/// <summary>Turns the library's progress into what pages see.</summary>
internal static class LibraryProgressPresenter
{
    public static LibraryScanDto Present(LibraryProgress progress) => new()
    {
        State = progress.State.ToString().ToLowerInvariant(),
        Composed = progress.Composed,
        ToCompose = progress.ToCompose,
        Found = progress.Found,
        Analysed = progress.Analysed,
        Tracks = progress.Tracks,
        Failed = [.. progress.Failed.Select(failure => new ScanFailureDto(failure.Path, failure.ErrorCode, failure.Message))],
        FailedCount = progress.FailedCount,
        Message = progress.Message,
        ErrorCode = progress.ErrorCode,
        Roots = progress.Roots,
    };
}
