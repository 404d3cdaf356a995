using EchoTune.Catalog;
using EchoTune.Catalog.Recommendations;
using EchoTune.Playback.Sessions;

namespace EchoTune.Server.Features.Playback;

/// <summary>Joins the queue's continuation to the recommender.</summary>
internal sealed class RecommendedUpNext(IRecommender recommender) : IUpNextSource
{
    public async Task<IReadOnlyList<UpNextTrack>> ContinueAsync(ListenerId listener, UpNextRequest request, CancellationToken cancellationToken)
    {
        var answer = await recommender.RecommendAsync(
            listener,
            new RecommendationRequest
            {
                Limit = request.Limit,
                Criteria = request.Request,
                Seeds = request.Recent,
                Exclude = request.Exclude,
                Current = request.Recent.Count > 0 ? request.Recent[^1] : null,
                Surface = "upNext",
            },
            cancellationToken);
        return [.. answer.Items.Select(item => new UpNextTrack(item.Track.Id, item.Reason))];
    }
}
