// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import io.wattmill.gateway.wire.Member;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.Span;
import io.wattmill.gateway.wire.WireException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The member {@code stream_options}.
 *
 * @param value span of its value, where the caller sent one
 * @param includeUsage the caller wants the usage chunk
 * @param continuousUsage the caller wants usage in each chunk (a vLLM extension)
 * @param others spans of the values of other members with their names, kept as they are
 */
public record StreamOptions(
        Optional<Span> value, boolean includeUsage, boolean continuousUsage, List<Other> others) {

    private static final String NAME = "stream_options";
    private static final String INCLUDE = "include_usage";
    private static final String CONTINUOUS = "continuous_usage_stats";

    /** The caller said nothing. */
    public static final StreamOptions NONE =
            new StreamOptions(Optional.empty(), false, false, List.of());

    /** A member that is passed on untouched. */
    public record Other(String name, Span value) {}

    /** What a body says. */
    public static StreamOptions of(Members members, boolean stream) throws WireException {
        Optional<Member> given = members.given(NAME);
        if (given.isEmpty()) {
            return NONE;
        }
        if (!stream) {
            throw Members.wrong(NAME, "is only allowed when 'stream' is true");
        }
        return of(members.object(NAME).orElseThrow(), given.get().value());
    }

    private static StreamOptions of(Members options, Span value) throws WireException {
        List<Other> others = new ArrayList<>();
        for (String name : options.names()) {
            if (!name.equals(INCLUDE) && !name.equals(CONTINUOUS)) {
                options.span(name).ifPresent(span -> others.add(new Other(name, span)));
            }
        }
        return new StreamOptions(
                Optional.of(value),
                options.bool(INCLUDE),
                options.bool(CONTINUOUS),
                List.copyOf(others));
    }
}
