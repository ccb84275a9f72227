// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

/**
 * A request body that is one JSON object.
 *
 * @param bytes the body as it came; spans are offsets into it
 * @param members what it says, and where
 * @param end offset of the closing brace
 */
@SuppressWarnings("ArrayRecordComponent") // the body, not a value to compare
public record JsonBody(byte[] bytes, Members members, int end) {}
