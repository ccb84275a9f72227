// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.text.PromptTokens;

/**
 * What a request says of its KV cache, in the words of vLLM's NIXL connector.
 *
 * @param stays whether another engine will fetch the prompt's
 * @param isDelivered whether the prompt's is fetched from another engine
 */
public record KvTransfer(boolean stays, boolean isDelivered) {
    /** Nothing: the engine computes all of it, for itself. */
    public static final KvTransfer NONE = new KvTransfer(false, false);

    /** Where the KV cache of a prompt lies, by made-up blocks: a JSON object. */
    public static String kept(String nodeId, long promptTokens) {
        var blocks = new StringBuilder();
        for (long block = 0; block * PromptTokens.BLOCK_TOKENS < promptTokens; block++) {
            blocks.append(block == 0 ? "" : ",").append(block);
        }
        return "{\"do_remote_prefill\":true,\"do_remote_decode\":false,\"remote_engine_id\":\""
                + nodeId
                + "\",\"remote_block_ids\":[["
                + blocks
                + "]],\"remote_host\":\"127.0.0.1\",\"remote_port\":5600,\"tp_size\":1}";
    }
}
