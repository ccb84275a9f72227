// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.agent.inference.EngineKind;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an engine says which version it is.
 *
 * @param path of a page
 * @param field of the JSON there
 */
record EngineVersion(String path, String field) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLAIN = Pattern.compile("[\\w.+~-]{1,64}");

    /** The place of a kind; Triton's frontend has none. */
    static Optional<EngineVersion> of(EngineKind kind) {
        return switch (kind) {
            case VLLM, TENSORRT_LLM -> Optional.of(new EngineVersion("/version", "version"));
            case SGLANG -> Optional.of(new EngineVersion("/get_server_info", "version"));
            case LLAMA_CPP -> Optional.of(new EngineVersion("/props", "build_info"));
            case TGI -> Optional.of(new EngineVersion("/info", "version"));
            case OLLAMA -> Optional.of(new EngineVersion("/api/version", "version"));
            case TRITON -> Optional.empty();
        };
    }

    /** The version on this page; empty when there is none, or what is there is no version. */
    String in(byte[] body) {
        try {
            String text = JSON.readTree(body).path(field).asText();
            return PLAIN.matcher(text).matches() ? text : "";
        } catch (IOException _) {
            return "";
        }
    }
}
