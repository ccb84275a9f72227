// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import java.util.Optional;
import java.util.function.Function;

/**
 * How things look on disk.
 *
 * @param encode to bytes, without secrets
 * @param decode back; empty when the bytes are of a format that this program does not know
 */
public record Codec<T>(Function<T, byte[]> encode, Function<byte[], Optional<T>> decode) {}
