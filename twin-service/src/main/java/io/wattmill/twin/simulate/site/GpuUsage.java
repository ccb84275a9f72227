// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;

/**
 * What became of the time of GPUs, as shares of it; busy, idle and stranded sum to 1.
 *
 * @param useful busy for requests that met their objective: part of {@code busy}, by output tokens
 * @param busy in steps
 * @param idle an engine runs there, and had nothing to do
 * @param stranded no engine runs there
 */
public record GpuUsage(Figure useful, Figure busy, Figure idle, Figure stranded) {}
