// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** What goes wrong in a crash round, and when. */
sealed interface Fault {

    /** The kinds of faults; a cycle of rounds has each of them once. */
    enum Kind {
        AFTER_ENGINE,
        AFTER_CLOSE,
        AFTER_SETTLE,
        AFTER_COMMIT,
        KILL,
        DATABASE,
        PAUSE,
        ENGINE
    }

    /**
     * The suite halts itself at a named place.
     *
     * @param place with the number of the pass, as `wattmill.crash` wants it
     */
    record Halt(String place) implements Fault {}

    /** SIGKILL of the suite once so many responses were received in full. */
    record Kill(int acks) implements Fault {}

    /** SIGKILL of the database server. */
    record KillDatabase(int acks) implements Fault {}

    /** SIGSTOP of the suite, and SIGCONT after a while. */
    record Pause(int acks, Duration length) implements Fault {}

    /** One of the emulated engines crashes, with every answer that it was in the middle of. */
    record CrashEngine(int acks) implements Fault {}

    /** A fault of this kind at a time of chance; at most 40 acknowledgements or 5 batches away. */
    static Fault of(Kind kind, RandomGenerator chance, Duration pause) {
        var acks = chance.nextInt(1, 40);
        var batches = chance.nextInt(1, 6);
        return switch (kind) {
            case AFTER_ENGINE -> new Halt("after-engine@" + acks);
            case AFTER_CLOSE -> new Halt("after-close@" + acks);
            case AFTER_SETTLE -> new Halt("after-settle@" + batches);
            case AFTER_COMMIT -> new Halt("after-commit@" + batches);
            case KILL -> new Kill(acks);
            case DATABASE -> new KillDatabase(acks);
            case PAUSE -> new Pause(acks, pause);
            case ENGINE -> new CrashEngine(acks);
        };
    }
}
