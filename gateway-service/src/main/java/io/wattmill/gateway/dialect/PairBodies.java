// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import io.wattmill.gateway.dialect.UpstreamBody.Wishes;
import io.wattmill.gateway.wire.BodyScanner;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Member;
import io.wattmill.gateway.wire.MemberNames;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Span;
import io.wattmill.gateway.wire.Splices;
import io.wattmill.gateway.wire.WireException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bodies for two engines that serve one request, as vLLM's NIXL connector wants them: the first
 * computes the prompt and one token that nobody sees, and says where its KV cache lies; the second
 * is told that.
 */
public final class PairBodies {

    private static final String PARAMS = "kv_transfer_params";
    private static final String STAYS =
            "{\"do_remote_decode\":true,\"do_remote_prefill\":false,\"remote_engine_id\":null,"
                    + "\"remote_block_ids\":null,\"remote_host\":null,\"remote_port\":null}";

    /** What the first one is told where the caller says something; of no use or refused there. */
    private static final Map<String, String> ONE_TOKEN =
            Map.of(
                    "stream", "false",
                    "stream_options", "null",
                    "max_completion_tokens", "1",
                    "min_tokens", "0");

    private static final BodyScanner SCANNER =
            new BodyScanner(JsonLimits.DEFAULT, MemberNames.NONE);

    private PairBodies() {}

    /** For the engine that computes the prompt. */
    public static List<Slice> prompt(EngineRequest request, Wishes wishes) {
        Members members = members(request.body());
        var splices = new Splices(Slice.of(request.body()));
        UpstreamBody.address(splices, request, wishes);
        ONE_TOKEN.forEach(
                (name, value) ->
                        members.span(name).ifPresent(at -> splices.replace(at, bytes(value))));
        set(splices, request, members.span("max_tokens"), "max_tokens", bytes("1"));
        set(splices, request, members.span(PARAMS), PARAMS, bytes(STAYS));
        return splices.slices();
    }

    /**
     * For the engine that answers.
     *
     * @param params what the first engine said of its KV cache; without it the second one computes
     *     the prompt itself
     */
    public static List<Slice> answer(
            EngineRequest request, Wishes wishes, Optional<byte[]> params) {
        Splices splices = UpstreamBody.splices(request, wishes);
        Optional<Span> given = callers(request);
        params.ifPresent(value -> set(splices, request, given, PARAMS, value));
        if (params.isEmpty()) {
            given.ifPresent(at -> splices.replace(at, bytes("null")));
        }
        return splices.slices();
    }

    /** A caller who could say where KV cache lies could read that of others. */
    private static Optional<Span> callers(EngineRequest request) {
        return request.members().contains(PARAMS)
                ? members(request.body()).span(PARAMS)
                : Optional.empty();
    }

    /** What an engine said of its KV cache; empty when it said nothing. */
    public static Optional<byte[]> params(byte[] answer) {
        return members(answer)
                .given(PARAMS)
                .map(Member::value)
                .map(at -> new Slice(answer, at.from(), at.to()).copy());
    }

    private static void set(
            Splices splices,
            EngineRequest request,
            Optional<Span> present,
            String name,
            byte[] value) {
        UpstreamBody.set(splices, request.end(), name, present, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Members members(byte[] body) {
        try {
            return SCANNER.scan(body).members();
        } catch (WireException e) {
            throw new IllegalStateException("what was read as JSON is JSON", e);
        }
    }
}
