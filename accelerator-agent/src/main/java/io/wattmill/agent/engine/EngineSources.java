// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;

/**
 * What asks an engine, by its kind.
 *
 * @param scrape how pages are fetched
 * @param config the bounds of reading them
 * @param metrics where trouble is counted
 */
public record EngineSources(HttpScrape scrape, ScrapeConfig config, ScrapeMetrics metrics) {

    /** What asks this engine. */
    public EngineSource of(EngineConfig engine) {
        return switch (engine.kind()) {
            case VLLM, SGLANG, TENSORRT_LLM, TRITON, LLAMA_CPP, TGI -> new PageEngine(this, engine);
            case OLLAMA -> new OllamaEngine(this, engine.url());
        };
    }
}
