// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.dialect.StreamOptions;
import io.wattmill.gateway.wire.JsonBody;
import io.wattmill.gateway.wire.Member;
import io.wattmill.gateway.wire.MemberNames;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.Prompt;
import io.wattmill.gateway.wire.WireException;

import java.util.OptionalLong;
import java.util.Set;

/** What all of OpenAI's requests say alike. */
final class OpenAiRequests {

    private static final int MAX_MODEL_CHARS = 256;
    private static final Set<String> SCALARS =
            Set.of(
                    "model",
                    "stream",
                    "max_tokens",
                    "max_completion_tokens",
                    "n",
                    "best_of",
                    "user",
                    "service_tier");

    private OpenAiRequests() {}

    /** What is looked into of a body whose prompt may hold media in {@code prompts}. */
    static MemberNames names(Set<String> prompts) {
        return new MemberNames(SCALARS, prompts);
    }

    static EngineRequest of(
            String path, JsonBody body, boolean stream, Output output, Prompt prompt)
            throws WireException {
        Members members = body.members();
        Member model = model(members);
        return new EngineRequest(
                path,
                body.bytes(),
                model.text(),
                model.value(),
                stream,
                StreamOptions.of(members, stream),
                output,
                members.string("user"),
                members.string("service_tier"),
                prompt,
                members.given("cache_salt").map(Member::value),
                members.names(),
                body.end());
    }

    private static Member model(Members members) throws WireException {
        Member model = members.requiredString("model");
        if (model.text().isBlank()) {
            throw Members.wrong("model", "must not be empty");
        }
        if (model.text().length() > MAX_MODEL_CHARS) {
            throw Members.wrong("model", "is longer than any model's name");
        }
        return model;
    }

    /** A number of things as an int, at most what one holds. */
    static int count(OptionalLong number) {
        return (int) Math.min(number.orElse(1), Integer.MAX_VALUE);
    }
}
