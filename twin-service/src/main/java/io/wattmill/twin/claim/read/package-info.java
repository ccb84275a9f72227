// SPDX-License-Identifier: Apache-2.0
/**
 * The edge where a claim file becomes records: YAML and what-ifs in, a {@link
 * io.wattmill.twin.claim.Claim} or every problem at once out. Pure.
 *
 * <p>Knows the file's keys, units and bounds; knows nothing of ratios. Reads text, never the disk.
 *
 * <p>Start reading at {@link io.wattmill.twin.claim.read.ClaimReader}.
 */
@NullMarked
package io.wattmill.twin.claim.read;

import org.jspecify.annotations.NullMarked;
