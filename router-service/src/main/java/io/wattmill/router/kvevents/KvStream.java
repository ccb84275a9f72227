// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.router.kvevents.HeldBatches.Held;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One engine rank's stream of KV events, followed over gaps, reconnects and restarts. What was
 * missed is asked for again; what cannot be had any more makes the engine's part unknown, and it is
 * forgotten, because half a truth would send prompts to caches that are not there.
 *
 * <p>Each call answers with the sequence number from which a replay is wanted now, if one is. Until
 * that ends, live batches are held. A replay begins with the batch that was applied last: is it not
 * the same any more, then the engine is another one. One thread at a time.
 */
public final class KvStream {
    private static final OptionalLong NO_REPLAY = OptionalLong.empty();

    private final Tallies tallies = new Tallies();
    private final KnownCache cache;
    private final HeldBatches held;
    private final Sequence sequence = new Sequence();
    private boolean replaying;
    private boolean unverified;
    private boolean restarted;
    private boolean progressed;
    private boolean broken;

    /** A stream of which nothing is known. */
    public KvStream(EventLimits limits) {
        cache = new KnownCache(limits, tallies);
        held = new HeldBatches(limits);
    }

    /** What happened, for metrics. */
    public Tallies tallies() {
        return tallies;
    }

    /** What is known by it. */
    public KnownCache cache() {
        return cache;
    }

    /** Whether what was missed is being asked for: what is known is not how it is now. */
    public boolean isBehind() {
        return replaying;
    }

    /** The connection was made, for the first time or again. */
    public OptionalLong connected() {
        sequence.reconnected();
        held.clear();
        return askReplay();
    }

    /** Changes could not be handed over: they are lost, and all begins again. */
    public OptionalLong overflowed() {
        forget(Tally.GONE);
        return askReplay();
    }

    /** A message came that is no batch at all. */
    public void unreadable() {
        tallies.add(Tally.MALFORMED, 1);
    }

    private OptionalLong askReplay() {
        replaying = true;
        restarted = false;
        progressed = false;
        broken = false;
        unverified = sequence.hasLast();
        return OptionalLong.of(sequence.replayFrom());
    }

    /** A batch came as it was published. */
    public OptionalLong live(long number, byte[] payload) {
        boolean fellBack = sequence.fellBack(number, Sequence.print(payload));
        if (fellBack) {
            held.clear();
        }
        if (replaying) {
            restarted |= fellBack;
            hold(number, payload);
            return NO_REPLAY;
        }
        return fellBack ? beganAnew(number, payload) : follow(number, payload);
    }

    private OptionalLong beganAnew(long number, byte[] payload) {
        forget(Tally.RESTARTS);
        hold(number, payload);
        return askReplay();
    }

    private OptionalLong follow(long number, byte[] payload) {
        switch (sequence.standing(number)) {
            case NEXT -> apply(number, payload);
            case OLD -> tallies.add(Tally.OLD, 1);
            case AHEAD -> {
                tallies.add(Tally.GAPS, 1);
                hold(number, payload);
                return askReplay();
            }
        }
        return NO_REPLAY;
    }

    private void hold(long number, byte[] payload) {
        if (!held.add(number, payload)) {
            tallies.add(Tally.BEYOND_LIMITS, 1);
        }
    }

    /** A batch came that was asked for. */
    public void replayed(long number, byte[] payload) {
        if (!replaying || restarted || broken) {
            return;
        }
        if (unverified) {
            verify(number, payload);
            return;
        }
        switch (sequence.standing(number)) {
            case NEXT -> applyReplayed(number, payload);
            case OLD -> tallies.add(Tally.OLD, 1);
            case AHEAD -> replayedAhead(number, payload);
        }
    }

    private void applyReplayed(long number, byte[] payload) {
        progressed = true;
        apply(number, payload);
    }

    /**
     * An engine's socket drops what its buffer does not take, so a long replay may have holes:
     * after some progress the rest is asked for again, and what is behind the hole is left.
     */
    private void replayedAhead(long number, byte[] payload) {
        broken = progressed;
        if (!broken) {
            applyBehindGap(number, payload);
        }
    }

    private void verify(long number, byte[] payload) {
        switch (sequence.standing(number)) {
            case OLD -> {
                boolean same = sequence.isLast(number, Sequence.print(payload));
                restarted = !same && number == sequence.replayFrom();
                unverified = !same;
            }
            case NEXT, AHEAD -> applyBehindGap(number, payload);
        }
    }

    private void applyBehindGap(long number, byte[] payload) {
        unverified = false;
        forget(Tally.GONE);
        applyReplayed(number, payload);
    }

    /** No more comes of the replay. */
    public OptionalLong replayEnded() {
        if (!replaying) {
            return NO_REPLAY;
        }
        replaying = false;
        if (restarted || unverified) {
            // Among these may be batches of the engine that was there before.
            held.clear();
            forget(Tally.RESTARTS);
            return askReplay();
        }
        if (sequence.isFresh()) {
            sequence.atBeginning();
            cache.begins(true);
        }
        return broken ? askReplay() : drain();
    }

    /** A replay cannot be had, or did not come in time: what was missed is gone. */
    public OptionalLong replayLost() {
        if (!replaying) {
            return NO_REPLAY;
        }
        replaying = false;
        if (restarted) {
            forget(Tally.RESTARTS);
        } else if (progressed) {
            return askReplay();
        } else if (sequence.hasLast()) {
            forget(Tally.GONE);
        }
        return drain();
    }

    /**
     * What is missing right after a replay that brought nothing new is gone; what is missing later
     * was lost since, and is asked for.
     */
    private OptionalLong drain() {
        if (!progressed && held.first().filter(this::isAhead).isPresent()) {
            forget(Tally.GONE);
        }
        for (Optional<Held> one = held.first(); one.isPresent(); one = held.first()) {
            if (isAhead(one.get())) {
                tallies.add(Tally.GAPS, 1);
                return askReplay();
            }
            held.removeFirst();
            follow(one.get().number(), one.get().payload());
        }
        return NO_REPLAY;
    }

    private boolean isAhead(Held batch) {
        return sequence.standing(batch.number()) == Sequence.Standing.AHEAD;
    }

    private void forget(Tally why) {
        tallies.add(why, 1);
        sequence.forget();
        cache.forget();
    }

    private void apply(long number, byte[] payload) {
        if (sequence.isFresh()) {
            cache.begins(number == 0);
        }
        sequence.applied(number, Sequence.print(payload));
        cache.apply(payload);
    }
}
