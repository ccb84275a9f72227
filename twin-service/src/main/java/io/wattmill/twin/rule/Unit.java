// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

/** Units that rules count in. */
public enum Unit {
    /** Watts. */
    WATT("W"),
    /** Bytes. */
    BYTE("B"),
    /** Tokens of KV cache. */
    TOKEN("tokens"),
    /** GPUs. */
    GPU("GPUs"),
    /** Attention heads. */
    HEAD("heads"),
    /** Requests at once. */
    REQUEST("requests"),
    /** Racks. */
    RACK("racks"),
    /** Millilitres per minute. */
    ML_PER_MINUTE("mL/min"),
    /** Tenths of a kelvin. */
    TENTH_KELVIN("0.1 K"),
    /** Kilograms. */
    KG("kg"),
    /** Square centimetres. */
    CM2("cm2"),
    /** Kilograms per square metre. */
    KG_PER_M2("kg/m2"),
    /** Billionths of the plan's currency per kWh. */
    NANO_PER_KWH("nano/kWh"),
    /** Milligrams of CO2 equivalent per kWh. */
    MG_PER_KWH("mg/kWh"),
    /** Values of a series. */
    VALUE("values"),
    /** Millionths of one, where the whole is meant and not a share. */
    RATIO("ppm"),
    /** Bits. */
    BIT("bits"),
    /** Watt-hours. */
    WATT_HOUR("Wh"),
    /** Milliseconds. */
    MILLISECOND("ms"),
    /** Seconds. */
    SECOND("s"),
    /** Hours. */
    HOUR("h"),
    /** Tenths of a degree Celsius. */
    TENTH_CELSIUS("0.1 C"),
    /** Units of the plant: UPS, pumps, generators. */
    PIECE("units"),
    /** Height in a rack. */
    RACK_UNIT("U"),
    /** Decoder layers. */
    LAYER("layers"),
    /** Experts of a mixture. */
    EXPERT("experts"),
    /** Ports of switches. */
    PORT("ports"),
    /** Engines that serve a model. */
    ENGINE("engines"),
    /** Volts. */
    VOLT("V"),
    /** Cubic metres. */
    M3("m3"),
    /** Cubic metres per hour. */
    M3_PER_HOUR("m3/h"),
    /** Megabits per second. */
    MBIT_PER_S("Mbit/s"),
    /** Millionths of the plan's currency. */
    MICRO_MONEY("1e-6"),
    /** Thousandths of a year. */
    MILLI_YEAR("1e-3 a"),
    /** Millionths of one. */
    PPM("ppm");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written after a figure. */
    public String symbol() {
        return symbol;
    }
}
