// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import io.wattmill.kit.config.Setting;

import java.net.URI;
import java.util.List;

/** One engine of this host, as the operator describes it. */
public record EngineConfig(
        @Setting(doc = "Name of the engine, unique in the fleet.") String id,
        @Setting(doc = "Base URL of its API, without /v1.") URI url,
        @Setting(value = "vllm", doc = "What it is.") EngineKind kind,
        @Setting(value = "", doc = "Catalogue name of its GPUs, for example h100-sxm.")
                String gpuType,
        @Setting(value = "", doc = "UUIDs of its GPUs; empty: all of this node.")
                List<String> deviceIds,
        @Setting(value = "1", min = 1, max = 1024, doc = "GPUs that share each layer.")
                int tensorParallel,
        @Setting(
                        value = "256",
                        min = 1,
                        max = 1_000_000,
                        doc = "Sequences that it batches at most.")
                int maxRunning) {

    /** Checks the URL, and cuts a closing slash off it. */
    public EngineConfig {
        if (url.getHost() == null) {
            throw new IllegalArgumentException("url needs a host: " + url);
        }
        String text = url.toString();
        url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
        deviceIds = List.copyOf(deviceIds);
    }
}
