// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.Set;

/**
 * The members of an object that somebody looks into.
 *
 * @param scalars those whose text is wanted
 * @param prompts those that may hold media
 */
public record MemberNames(Set<String> scalars, Set<String> prompts) {

    /** Nobody looks into any. */
    public static final MemberNames NONE = new MemberNames(Set.of(), Set.of());

    public MemberNames {
        scalars = Set.copyOf(scalars);
        prompts = Set.copyOf(prompts);
    }
}
