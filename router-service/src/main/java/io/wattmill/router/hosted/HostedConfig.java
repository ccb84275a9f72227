// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.hosted;

import io.wattmill.kit.config.Setting;
import io.wattmill.router.placement.OwnFirst;
import io.wattmill.router.placement.PlacementPolicy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Hosted APIs that stand beside the site's own engines. */
public record HostedConfig(
        @Setting(
                        value = "",
                        doc =
                                "A request that would wait longer for its first token on the site's"
                                        + " own engines may go to a hosted API that promises it"
                                        + " sooner; empty: only what no own engine can serve goes"
                                        + " there.")
                Optional<Duration> overflowAfter,
        @Setting(
                        value = "",
                        doc =
                                "Hosted APIs by node name; gateway.hosted.nodes has the address and"
                                        + " the key of each.")
                Map<String, HostedNodeConfig> nodes) {

    public HostedConfig {
        nodes = Map.copyOf(nodes);
    }

    /** One API. */
    public record HostedNodeConfig(
            @Setting(
                            value = "",
                            doc =
                                    "Data zone that it stands in; a key that is bound to a zone"
                                            + " never leaves it.")
                    String zone,
            @Setting(value = "", doc = "Labels of the node.") Map<String, String> labels,
            @Setting(
                            value = "64",
                            min = 1,
                            max = 100_000,
                            doc = "Requests that one router places there at once.")
                    int maxInFlight,
            @Setting(
                            value = "1s",
                            min = 1,
                            doc = "Time to first token to expect before any was seen.")
                    Duration firstToken,
            @Setting(value = "20ms", doc = "Time per token after it to expect before any was seen.")
                    Duration eachToken,
            @Setting(value = "", doc = "Its models, by the name that callers use.")
                    Map<String, HostedModelConfig> models) {

        public HostedNodeConfig {
            if (models.isEmpty()) {
                throw new IllegalArgumentException("a hosted API needs at least one of models");
            }
            labels = Map.copyOf(labels);
            models = Map.copyOf(models);
        }
    }

    /** A model and what its provider charges, in the currency of the price book. */
    public record HostedModelConfig(
            @Setting(value = "", doc = "Name by which the API knows it; empty: the same.")
                    String upstreamModel,
            @Setting(
                            value = "0",
                            min = 0,
                            doc = "Longest context, prompt and output; 0: not known.")
                    long contextTokens,
            @Setting(doc = "Charged per 1,000,000 input tokens.") BigDecimal input,
            @Setting(value = "", doc = "The same for cached ones; empty: like input.")
                    Optional<BigDecimal> cachedInput,
            @Setting(doc = "Charged per 1,000,000 output tokens.") BigDecimal output) {

        private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
        private static final int MOST_DIGITS = 9;

        public HostedModelConfig {
            check("input", input);
            check("output", output);
            cachedInput.ifPresent(price -> check("cached-input", price));
        }

        private static void check(String name, BigDecimal price) {
            if (price.signum() < 0 || price.compareTo(MOST) > 0 || price.scale() > MOST_DIGITS) {
                throw new IllegalArgumentException(
                        name + " is a price from 0 to 1000000 with at most 9 decimals");
            }
        }
    }

    /** {@code own}, behind which hosted APIs stand where there are any. */
    public PlacementPolicy behind(PlacementPolicy own) {
        OptionalLong afterNanos = overflowAfter.stream().mapToLong(Duration::toNanos).findFirst();
        return nodes.isEmpty() ? own : new OwnFirst(own, afterNanos);
    }
}
