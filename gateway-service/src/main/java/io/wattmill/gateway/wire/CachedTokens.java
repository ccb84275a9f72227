// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Has an engine that was handed a KV cache say how much of the prompt was found cached where that
 * was computed: to the engine itself all that it was handed looks cached, and would be charged so.
 */
public final class CachedTokens {

    private static final BodyScanner SCANNER =
            new BodyScanner(JsonLimits.DEFAULT, MemberNames.NONE);

    private CachedTokens() {}

    /** The same document with this many cached tokens in its usage, where it tells any. */
    public static EngineJson in(EngineJson json, long cached, EngineJsonReader reader) {
        boolean differs =
                json.usage().filter(u -> u.cached() != cached && cached <= u.prompt()).isPresent();
        return differs ? rewritten(json, cached, reader).orElse(json) : json;
    }

    private static Optional<EngineJson> rewritten(
            EngineJson json, long cached, EngineJsonReader reader) {
        byte[] text = json.text().copy();
        return place(text)
                .map(at -> new Splices(Slice.of(text)).replace(at, digits(cached)).join())
                .flatMap(told -> reader.read(Slice.of(told)));
    }

    private static Optional<Span> place(byte[] text) {
        try {
            Optional<Members> usage = SCANNER.scan(text).members().object("usage");
            return usage.isEmpty() ? Optional.empty() : place(usage.get());
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    private static Optional<Span> place(Members usage) throws WireException {
        return usage.object("prompt_tokens_details").flatMap(of -> of.span("cached_tokens"));
    }

    private static byte[] digits(long count) {
        return Long.toString(count).getBytes(StandardCharsets.US_ASCII);
    }
}
