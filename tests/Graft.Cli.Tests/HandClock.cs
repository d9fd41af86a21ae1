namespace Graft.Cli.Tests;

/// <summary>Time that passes when it is told to; its timers fire then, once each.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private long _now = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, () => callback(state), _now + dueTime.Ticks);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Lets time pass, and wakes who has waited long enough.</summary>
    public void Pass(TimeSpan time)
    {
        _now += time.Ticks;
        _timers.FindAll(timer => timer.Due <= _now).ForEach(timer => timer.Fire());
    }

    private sealed class HandTimer(HandClock clock, Action callback, long due) : ITimer
    {
        public long Due => due;

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
