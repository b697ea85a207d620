using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

/// <summary>How long a test waits for what has to come, on a machine with other work.</summary>
internal static class Limit
{
    public static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);
}

/// <summary>A clock that a test turns.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<Alarm> _alarms = new();
    private readonly SemaphoreSlim _set = new(0);
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate) return _passed.Ticks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return DateTimeOffset.UnixEpoch + _passed;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Waits until somebody waits for this clock, and gives how long.</summary>
    public async Task<TimeSpan> PauseAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_alarms.Count > 0) return _alarms.Min(alarm => alarm.At) - _passed;
            }
            if (!await _set.WaitAsync(Limit.Hang)) throw new TimeoutException("nobody waits for the clock");
        }
    }

    public void Advance(TimeSpan by)
    {
        List<Alarm> due;
        lock (_gate)
        {
            _passed += by;
            due = _alarms.Where(alarm => alarm.At <= _passed).ToList();
            _alarms.RemoveAll(due.Contains);
        }
        foreach (var alarm in due) alarm.Ring();
    }

    private sealed class Alarm : ITimer
    {
        private readonly ManualTime _time;

        public Alarm(ManualTime time, Action ring)
        {
            _time = time;
            Ring = ring;
        }

        public TimeSpan At { get; private set; }

        public Action Ring { get; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._gate)
            {
                _time._alarms.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                At = _time._passed + dueTime;
                _time._alarms.Add(this);
            }
            _time._set.Release();
            return true;
        }

        public void Dispose()
        {
            lock (_time._gate) _time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
