// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

/**
 * How an engine, or one of its ranks, is heard.
 *
 * @param why for a person
 */
public record Heard(Hearing how, String why) {
    /** All that it has is known. */
    public static final Heard EXACTLY = new Heard(Hearing.EXACT, "heard from its first event on");

    /** What it had before is not known. */
    public static final Heard PARTLY =
            new Heard(Hearing.PARTIAL, "not heard from its first event on: the rest is guessed");

    /** What it had before is not there any more. */
    static final Heard ALL_BUT_A_FEW =
            new Heard(
                    Hearing.EXACT,
                    "what it told of fills its cache, so that nothing else is there");

    /** Nobody listens yet. */
    public static final Heard NOT_YET = blind("not followed yet");

    /** It tells nothing. */
    static final Heard OFF = new Heard(Hearing.OFF, "its agent names no KV events");

    /** What it has is not known now. */
    public static Heard blind(String why) {
        return new Heard(Hearing.BLIND, why);
    }

    /** Nobody listens. */
    static Heard off(String why) {
        return new Heard(Hearing.OFF, why);
    }

    /** Whether what it told can be gone by. */
    boolean isUsable() {
        return how == Hearing.EXACT || how == Hearing.PARTIAL;
    }

    /** The one that is heard worse. */
    Heard worse(Heard other) {
        return other.how.compareTo(how) < 0 ? other : this;
    }
}
