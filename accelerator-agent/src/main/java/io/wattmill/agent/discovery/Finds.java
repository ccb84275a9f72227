// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a search of this host came to.
 *
 * @param engines what can be served, by rising port
 * @param passed what looked like an engine and cannot be, each with the reason
 * @param strangers ports that somebody listens at whose engines are not taken
 */
public record Finds(List<Found> engines, List<Passed> passed, Set<Integer> strangers) {

    /**
     * Something that cannot be served now.
     *
     * @param what it seems to be, for example {@code vllm on port 8000 (pid 2211)}
     * @param why it is none that can be served
     */
    public record Passed(String what, String why) {}

    /** Nothing. */
    public static final Finds NONE = new Finds(List.of(), List.of(), Set.of());

    /** One engine. */
    public static Finds of(Found engine) {
        return new Finds(List.of(engine), List.of(), Set.of());
    }

    /** One thing that is no engine to serve. */
    public static Finds of(Passed passed) {
        return new Finds(List.of(), List.of(passed), Set.of());
    }

    /** Things that are no engines to serve, and the ports that are not for serving. */
    public static Finds of(List<Passed> passed, Set<Integer> strangers) {
        return new Finds(List.of(), passed, strangers);
    }

    /** Both. */
    public Finds and(Finds more) {
        return new Finds(
                Stream.concat(engines.stream(), more.engines.stream()).toList(),
                Stream.concat(passed.stream(), more.passed.stream()).toList(),
                Stream.concat(strangers.stream(), more.strangers.stream())
                        .collect(Collectors.toSet()));
    }

    /** At most so many engines; those that share a device say so. */
    public Finds atMost(int most) {
        List<Found> kept = engines.size() <= most ? engines : engines.subList(0, most);
        return new Finds(Sharing.told(kept), passed, strangers);
    }

    /** Copies the collections. */
    public Finds {
        engines = List.copyOf(engines);
        passed = List.copyOf(passed);
        strangers = Set.copyOf(strangers);
    }
}
