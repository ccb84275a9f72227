// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import io.wattmill.kit.config.Setting;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One engine of this host, as the operator describes it, or as it was found. */
public record EngineConfig(
        @Setting(doc = "Name of the engine, unique in the fleet.") String id,
        @Setting(doc = "Base URL of its API, without /v1.") URI url,
        @Setting(
                        value = "vllm",
                        doc =
                                "What it is: vllm, sglang, tensorrt-llm, triton, llama.cpp, tgi,"
                                        + " ollama.")
                EngineKind kind,
        @Setting(
                        value = "",
                        doc =
                                "Catalogue name of its GPUs, for example h100-sxm; empty: by what"
                                        + " their driver calls them.")
                String gpuType,
        @Setting(
                        value = "",
                        doc = "UUIDs of its GPUs, or of MIG instances; empty: all of this node.")
                List<String> deviceIds,
        @Setting(value = "1", min = 1, max = 1024, doc = "GPUs that share each layer.")
                int tensorParallel,
        @Setting(
                        value = "256",
                        min = 1,
                        max = 1_000_000,
                        doc = "Sequences that it batches at most.")
                int maxRunning,
        @Setting(
                        value = "",
                        doc =
                                "Its metrics page, where that is not at the kind's own place below"
                                        + " the URL.")
                Optional<URI> metricsUrl,
        KvEventsConfig kvEvents,
        @Setting(
                        value = "both",
                        doc =
                                "What of a request it computes: prefill, decode, or both. Pairs"
                                        + " are made of vLLM engines whose KV connector is NIXL.")
                EngineRole role,
        SpreadConfig spread) {

    /** Checks the URLs, and cuts a closing slash off the first. */
    public EngineConfig {
        requireHost("url", url);
        metricsUrl.ifPresent(page -> requireHost("metrics-url", page));
        String text = url.toString();
        url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
        deviceIds = List.copyOf(deviceIds);
    }

    /** An engine that publishes no KV events and computes requests whole. */
    public EngineConfig(
            String id,
            URI url,
            EngineKind kind,
            String gpuType,
            List<String> deviceIds,
            int tensorParallel,
            int maxRunning,
            Optional<URI> metricsUrl) {
        this(
                id,
                url,
                kind,
                gpuType,
                deviceIds,
                tensorParallel,
                maxRunning,
                metricsUrl,
                KvEventsConfig.NONE,
                EngineRole.BOTH,
                SpreadConfig.NONE);
    }

    /** An engine whose metrics are where its kind has them. */
    public EngineConfig(
            String id,
            URI url,
            EngineKind kind,
            String gpuType,
            List<String> deviceIds,
            int tensorParallel,
            int maxRunning) {
        this(id, url, kind, gpuType, deviceIds, tensorParallel, maxRunning, Optional.empty());
    }

    /** The same, publishing its KV events so. */
    public EngineConfig publishing(KvEventsConfig events) {
        return with(events, role, spread);
    }

    /** The same in this role. */
    public EngineConfig as(EngineRole newRole) {
        return with(kvEvents, newRole, spread);
    }

    /** The same over further GPUs. */
    public EngineConfig over(SpreadConfig further) {
        return with(kvEvents, role, further);
    }

    private EngineConfig with(KvEventsConfig events, EngineRole newRole, SpreadConfig further) {
        return new EngineConfig(
                id,
                url,
                kind,
                gpuType,
                deviceIds,
                tensorParallel,
                maxRunning,
                metricsUrl,
                events,
                newRole,
                further);
    }

    private static void requireHost(String name, URI address) {
        if (address.getHost() == null) {
            throw new IllegalArgumentException(name + " needs a host: " + address);
        }
    }
}
