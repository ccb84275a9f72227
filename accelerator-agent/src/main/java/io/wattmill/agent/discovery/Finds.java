// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a search of this host came to.
 *
 * @param engines what can be served, by rising port
 * @param passed what looked like an engine and cannot be, each with the reason
 */
public record Finds(List<Found> engines, List<Passed> passed) {

    /**
     * Something that cannot be served now.
     *
     * @param what it seems to be, for example {@code vllm on port 8000 (pid 2211)}
     * @param why it is none that can be served
     */
    public record Passed(String what, String why) {}

    /** Nothing. */
    public static final Finds NONE = new Finds(List.of(), List.of());

    /** One engine. */
    public static Finds of(Found engine) {
        return new Finds(List.of(engine), List.of());
    }

    /** One thing that is no engine to serve. */
    public static Finds of(Passed passed) {
        return new Finds(List.of(), List.of(passed));
    }

    /** Both. */
    public Finds and(Finds more) {
        return new Finds(
                Stream.concat(engines.stream(), more.engines.stream()).toList(),
                Stream.concat(passed.stream(), more.passed.stream()).toList());
    }

    /** At most so many engines; those that share a device say so. */
    public Finds atMost(int most) {
        List<Found> kept = engines.size() <= most ? engines : engines.subList(0, most);
        return new Finds(Sharing.told(kept), passed);
    }

    /** Copies both. */
    public Finds {
        engines = List.copyOf(engines);
        passed = List.copyOf(passed);
    }
}
