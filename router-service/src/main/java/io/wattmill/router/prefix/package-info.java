// SPDX-License-Identifier: Apache-2.0
/**
 * Which engine's prefix cache holds how much of a prompt: one index for all engines of a router.
 *
 * <p>A block is named by a hash that is chained to the block before it. The index keeps one record
 * per block with a mask of the engines that hold it, and per engine the order in which its blocks
 * leave. It must not know requests, tokens per second, nodes or events of an engine: whoever
 * listens to those tells it what was placed, stored and removed. Start reading at {@link
 * io.wattmill.router.prefix.PrefixIndex}; what usage teaches of one engine's cache is in {@link
 * io.wattmill.router.prefix.CacheExperience}.
 */
@NullMarked
package io.wattmill.router.prefix;

import org.jspecify.annotations.NullMarked;
