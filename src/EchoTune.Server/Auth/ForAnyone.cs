namespace EchoTune.Server.Auth;

/// <summary>
/// Marks an endpoint whose answer is the same for everyone: who asks is not even looked up, so that it answers while the database,
/// which knows who people are, is away.
/// </summary>
internal sealed class ForAnyone
{
    /// <summary>Whether a request is for such an endpoint.</summary>
    public static bool IsAsked(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ForAnyone>() is not null;
}
