// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.trace.Trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Names what is asked so that it can be asked again. Stateless; safe from any thread. */
public final class Identities {
    private static final String CURRENCY = "USD";
    private static final long US_PER_MS = 1_000;

    private Identities() {}

    /**
     * A plan as it was given.
     *
     * @param name as a reader knows it
     * @param yaml its text
     */
    public record Given(String name, String yaml, FacilityPlan plan) {}

    /**
     * What the plan is to serve.
     *
     * @param name of the trace, or how it was made up
     */
    public record Served(String name, List<SiteLoad> loads) {

        /** Copies its list. */
        public Served {
            loads = List.copyOf(loads);
        }
    }

    /**
     * Of which version, when, and by which commands again.
     *
     * @param createdAtUs epoch microseconds
     */
    public record Stamp(String version, long createdAtUs, List<String> reproduce) {

        /** Copies its list. */
        public Stamp {
            reproduce = List.copyOf(reproduce);
        }
    }

    /** The identity; draws the load once more under its first seed, for its fingerprint. */
    public static Identity of(Given given, Served served, SiteOptions options, Stamp stamp) {
        return new Identity(
                given.name(),
                sha256(given.yaml()),
                workload(served, options),
                stamp.version(),
                TableVersions.all(),
                given.plan().energy().currency().orElse(CURRENCY),
                stamp.createdAtUs(),
                stamp.reproduce());
    }

    private static Optional<Identity.Workload> workload(Served served, SiteOptions options) {
        if (served.loads().isEmpty()) {
            return Optional.empty();
        }
        long seed = options.seeds().getFirst();
        List<Trace> traces =
                served.loads().stream().map(load -> load.bySeed().apply(seed)).toList();
        double longestUs = traces.stream().mapToLong(Trace::spanUs).max().orElse(0);
        return Optional.of(
                new Identity.Workload(
                        served.name(),
                        TraceFingerprint.of(served.loads(), traces),
                        seed,
                        traces.stream().mapToLong(trace -> trace.requests().size()).sum(),
                        (long) (longestUs / options.speed() / US_PER_MS)));
    }

    /** Of a text, hexadecimal. */
    public static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
