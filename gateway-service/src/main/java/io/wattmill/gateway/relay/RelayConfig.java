// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.resilience.BreakerConfig;
import io.wattmill.gateway.resilience.ModelConfig;
import io.wattmill.gateway.resilience.Patience;
import io.wattmill.gateway.resilience.RetryConfig;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How engines are called, and how long anything may take. */
public record RelayConfig(
        @Setting(
                        value = "3",
                        min = 1,
                        max = 10,
                        doc =
                                "Engines tried for one request, of each model of its chain, all"
                                        + " before the first byte.")
                int maxAttempts,
        @Setting(value = "2s", min = 10, doc = "Longest wait for a placement.")
                Duration placeTimeout,
        @Setting(value = "2s", min = 10, doc = "Longest wait for a connection to an engine.")
                Duration connectTimeout,
        @Setting(value = "120s", min = 10, doc = "Longest wait for the first token of a stream.")
                Duration firstTokenTimeout,
        @Setting(
                        value = "60s",
                        min = 10,
                        doc =
                                "Longest wait for an engine that computes a prompt for another"
                                        + " one.")
                Duration prefillTimeout,
        @Setting(value = "10m", min = 10, doc = "Longest wait for a whole answer.")
                Duration answerTimeout,
        @Setting(value = "60s", min = 10, doc = "Longest silence of an engine within a stream.")
                Duration idleTimeout,
        @Setting(value = "30m", min = 100, doc = "Longest life of one request.")
                Duration totalTimeout,
        @Setting(value = "30s", min = 10, doc = "Longest time that a caller may not read.")
                Duration writeStallTimeout,
        @Setting(value = "1024", min = 1, doc = "Connections to one engine from one event loop.")
                int maxConnectionsPerEngine,
        @Setting(
                        value = "1024",
                        min = 0,
                        doc = "Requests that may wait for a connection to one engine.")
                int maxWaitingPerEngine,
        @Setting(value = "16777216", min = 1_024, doc = "Bytes of an engine's whole answer.")
                int maxAnswerBytes,
        @Setting(value = "1048576", min = 1_024, doc = "Bytes of one event of an engine's stream.")
                int maxEventBytes,
        @Setting(value = "1024", min = 0, doc = "Hashed prompt blocks that are sent to the router.")
                int maxPrefixBlocks,
        @Setting(value = "8192", min = 16, doc = "Observations that may wait for the router.")
                int maxObservations,
        @Setting(
                        value = "10000",
                        min = 1,
                        doc = "Keys whose newest request is remembered until the ledger has it.")
                int maxNewestKeys,
        @Setting(
                        value = "true",
                        doc =
                                "Keep tenants apart in the prefix cache of engines that know cache"
                                        + " salts.")
                boolean cacheSalt,
        @Setting(
                        value = "3",
                        min = 0,
                        max = 7,
                        doc = "Models that may take over a request from the one it asked for.")
                int maxFallbacks,
        RetryConfig retries,
        BreakerConfig breaker,
        @Setting(value = "", doc = "Models that differ: their times, and who takes over.")
                Map<String, ModelConfig> models) {

    /** The ledger takes so many attempts of one request. */
    private static final int MAX_ATTEMPTS = 32;

    public RelayConfig {
        if (maxAttempts * (1 + maxFallbacks) >= MAX_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "relay.max-attempts for each of 1 + relay.max-fallbacks models is "
                            + MAX_ATTEMPTS
                            + " or more, the most that the ledger takes of one request");
        }
        for (Map.Entry<String, ModelConfig> model : models.entrySet()) {
            checkChain(model.getKey(), model.getValue().fallback(), maxFallbacks);
        }
    }

    /** So many attempts may have two calls each, and all are still taken by the ledger. */
    int mostPairs() {
        return MAX_ATTEMPTS - maxAttempts * (1 + maxFallbacks);
    }

    /** How long engines of {@code model} are waited for. */
    Patience patience(String model) {
        Patience site = new Patience(firstTokenTimeout, idleTimeout, answerTimeout);
        ModelConfig own = models.get(model);
        return own == null ? site : site.with(own);
    }

    private static void checkChain(String model, List<String> chain, int max) {
        boolean twice = chain.stream().distinct().count() < chain.size();
        if (chain.size() > max || twice || chain.contains(model)) {
            throw new IllegalArgumentException(
                    "relay.models."
                            + model
                            + ".fallback must name at most relay.max-fallbacks ("
                            + max
                            + ") other models, each once");
        }
    }
}
