// SPDX-License-Identifier: Apache-2.0
/**
 * Devices as NVIDIA's dcgm-exporter tells about them: its metric names, units, labels and oddities.
 *
 * <p>It must not know what the readings are for. Start reading at {@link
 * io.wattmill.agent.dcgm.DcgmField} for the names, at {@link io.wattmill.agent.dcgm.DcgmExporter}
 * for the source.
 */
@NullMarked
package io.wattmill.agent.dcgm;

import org.jspecify.annotations.NullMarked;
