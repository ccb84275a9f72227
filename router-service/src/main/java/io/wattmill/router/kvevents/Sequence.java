// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.util.zip.CRC32C;

/**
 * Where in an engine's stream we are: the number and the print of the batch that was applied last,
 * and the newest number that came live. An engine counts from 0 at each start, so a live number
 * that does not grow is another start; a number alone cannot tell one start from the next, the
 * print of a batch can.
 */
final class Sequence {
    private static final long NONE = -1;

    private long applied = NONE;
    private boolean fresh = true;
    private long print;
    private long newestLive = NONE;

    /** What a batch is to what was applied. */
    enum Standing {
        /** The one that follows, or the first of all. */
        NEXT,
        /** Applied already. */
        OLD,
        /** Some are missing before it. */
        AHEAD
    }

    /** Whether any batch may be the first: where the engine is in its stream is not known. */
    boolean isFresh() {
        return fresh;
    }

    /** Whether a batch was applied, which a replay can show again. */
    boolean hasLast() {
        return applied != NONE;
    }

    /** The engine had nothing to tell again: it has told nothing yet. */
    void atBeginning() {
        fresh = false;
    }

    /** From where on a replay is to be: with the batch that was applied last, to know it again. */
    long replayFrom() {
        return Math.max(0, applied);
    }

    Standing standing(long number) {
        if (fresh || number == applied + 1) {
            return Standing.NEXT;
        }
        return number <= applied ? Standing.OLD : Standing.AHEAD;
    }

    /** Whether this is the very batch that was applied last. */
    boolean isLast(long number, long itsPrint) {
        return number == applied && itsPrint == print;
    }

    /** Notes a live number. Returns whether the engine must have begun anew. */
    boolean fellBack(long number, long itsPrint) {
        boolean fell = number <= newestLive && !isLast(number, itsPrint);
        newestLive = fell ? number : Math.max(newestLive, number);
        return fell;
    }

    void applied(long number, long itsPrint) {
        fresh = false;
        applied = number;
        print = itsPrint;
    }

    /** Nothing is applied any more. */
    void forget() {
        fresh = true;
        applied = NONE;
        print = 0;
    }

    /** The connection is a new one, and so may be the engine behind it. */
    void reconnected() {
        newestLive = NONE;
    }

    /** By which a batch is known again. */
    static long print(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return crc.getValue() << Integer.SIZE | payload.length;
    }
}
