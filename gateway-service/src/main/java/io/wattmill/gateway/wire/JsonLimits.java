// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

/**
 * Bounds on one JSON document.
 *
 * @param maxDepth nesting of objects and arrays
 * @param maxNameBytes length of one member name
 * @param maxNumberChars length of one number
 */
public record JsonLimits(int maxDepth, int maxNameBytes, int maxNumberChars) {

    /** Deep enough for real tool schemas, far below what would exhaust a stack. */
    public static final JsonLimits DEFAULT = new JsonLimits(128, 1024, 64);
}
