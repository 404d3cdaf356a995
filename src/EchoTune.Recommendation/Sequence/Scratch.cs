using System.Collections.Concurrent;

namespace EchoTune.Recommendation.Sequence;

/// <summary>Work space that threads borrow, so that a question does not allocate what it needs only while it is answered.</summary>
internal sealed class Scratch<T>(Func<T> make)
    where T : class
{
    private readonly ConcurrentBag<T> free = [];

    public T Rent() => free.TryTake(out var space) ? space : make();

    public void Return(T space) => free.Add(space);
}
