// SPDX-License-Identifier: Apache-2.0
/**
 * From what was read to what is told: the picture of this node, and the messages of the fleet and
 * meter contracts that say it.
 *
 * <p>It must not know how the picture came about or how messages travel. Start reading at {@link
 * io.wattmill.agent.report.NodePicture}.
 */
@NullMarked
package io.wattmill.agent.report;

import org.jspecify.annotations.NullMarked;
