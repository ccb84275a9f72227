// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

/**
 * What one more token brings.
 *
 * @param channel where it belongs
 * @param opens whether it is the first one there
 * @param text that may be sent now, possibly none: it may have been held back
 * @param token the token itself
 */
public record Piece(Channel channel, boolean opens, String text, String token) {}
