// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * Who asks, as far as placement cares. Names are opaque; empty = not told.
 *
 * @param tenant whose prompts may share a prefix cache: their blocks are salted by it
 * @param key whose answers are alike in length
 * @param tier what is paid for
 * @param session turns of one conversation
 */
public record Caller(String tenant, String key, String tier, String session) {
    /** Nobody in particular. */
    public static final Caller ANYBODY = new Caller("", "", "", "");
}
