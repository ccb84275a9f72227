// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import io.wattmill.gateway.watch.Backoff;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The circuit breaker of one engine. Closed, it counts failures; enough of them open it, and nobody
 * calls the engine for a time. Then one call at a time tries it: when that one works the breaker is
 * closed, when it fails it is open for longer. A call that says nothing about the engine changes
 * nothing, but that another may try. One thread at a time; monotonic nanoseconds.
 */
public final class Breaker {

    private static final long NANOS_PER_MS = 1_000_000;
    private static final long PERCENT = 100;

    private final BreakerConfig config;
    private final Backoff pauses;
    private final RecentCalls recent;
    private State state = State.CLOSED;
    private String reason = "";
    private boolean resting;
    private boolean probing;
    private int inARow;
    private long untilNanos;
    private long generation;

    /** Whether the engine is called. */
    public enum State {
        CLOSED,
        OPEN,
        /** One call tries the engine. */
        HALF_OPEN
    }

    /** A closed breaker; {@code chance} spreads its pauses. */
    public Breaker(BreakerConfig config, RandomGenerator chance) {
        this.config = config;
        this.pauses = new Backoff(config.minOpen(), config.maxOpen(), chance);
        this.recent = new RecentCalls(config.window().toNanos());
    }

    /** Its state. */
    public State state() {
        return state;
    }

    /** Why it opened last; empty when it never did. */
    public String reason() {
        return reason;
    }

    /** Until when it is open. */
    public long untilNanos() {
        return untilNanos;
    }

    /** Whether the engine must not be chosen now. */
    public boolean keepsOut(long now) {
        return switch (state) {
            case CLOSED -> false;
            case OPEN -> now - untilNanos < 0;
            case HALF_OPEN -> probing;
        };
    }

    /** Whether the engine itself asked to be left alone; then it is not called by force either. */
    public boolean isResting(long now) {
        return resting && state == State.OPEN && keepsOut(now);
    }

    /** Whether nothing speaks against the engine any more. */
    public boolean isForgettable(long now) {
        return state == State.CLOSED && recent.marked(now) == 0;
    }

    /** Leave to call the engine; empty while it is kept out. */
    public Optional<Permit> enter(long now) {
        if (keepsOut(now)) {
            return Optional.empty();
        }
        if (state == State.CLOSED) {
            return Optional.of(new Permit(Permit.Kind.NORMAL, generation));
        }
        state = State.HALF_OPEN;
        probing = true;
        generation++;
        return Optional.of(new Permit(Permit.Kind.PROBE, generation));
    }

    /** Leave to call the engine although it may be kept out. */
    public Permit force() {
        return new Permit(Permit.Kind.FORCED, generation);
    }

    /** The engine has begun to answer: who tries it knows enough. */
    public void answered(Permit permit) {
        if (permit.kind() != Permit.Kind.NORMAL && decides(permit)) {
            close();
        }
    }

    /** A call has ended. */
    public void ended(Permit permit, Ending ending, long now) {
        switch (ending) {
            case Ending.Good() -> good(permit, now);
            case Ending.Bad(String why) -> bad(permit, why, now);
            case Ending.Rest(String why, var time) -> {
                if (isCurrent(permit)) {
                    open(why, now + Math.min(time.toNanos(), config.maxRest().toNanos()));
                    resting = true;
                }
            }
            case Ending.Undecided() -> {
                if (isProbe(permit)) {
                    probing = false;
                }
            }
        }
    }

    private void good(Permit permit, long now) {
        if (decides(permit)) {
            close();
        } else if (state == State.CLOSED && isCurrent(permit)) {
            inARow = 0;
            recent.add(now);
            pauses.reset();
        }
    }

    private void bad(Permit permit, String why, long now) {
        if (isProbe(permit)) {
            openFor(why, now);
        } else if (state == State.CLOSED && isCurrent(permit)) {
            inARow++;
            recent.add(now);
            recent.mark(now);
            if (isEnough(now)) {
                openFor(why, now);
            }
        }
    }

    private boolean isEnough(long now) {
        long calls = recent.all(now);
        return inARow >= config.failuresInARow()
                || calls >= config.minCalls()
                        && recent.marked(now) * PERCENT >= calls * config.failurePercent();
    }

    private boolean isCurrent(Permit permit) {
        return permit.generation() == generation;
    }

    private boolean isProbe(Permit permit) {
        return state == State.HALF_OPEN
                && probing
                && permit.kind() == Permit.Kind.PROBE
                && isCurrent(permit);
    }

    /** Whether the engine's answer to this call closes the breaker. */
    private boolean decides(Permit permit) {
        return state != State.CLOSED && (isProbe(permit) || permit.kind() == Permit.Kind.FORCED);
    }

    private void close() {
        state = State.CLOSED;
        probing = false;
        inARow = 0;
        recent.clear();
    }

    private void openFor(String why, long now) {
        open(why, now + pauses.next() * NANOS_PER_MS);
    }

    private void open(String why, long until) {
        state = State.OPEN;
        reason = why;
        untilNanos = until;
        resting = false;
        probing = false;
        generation++;
    }
}
