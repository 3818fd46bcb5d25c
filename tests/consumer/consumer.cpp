// SPDX-License-Identifier: Apache-2.0
// Certify one loss from outside: the value published in the project's documentation must come out.
#include <lossproof/reference/oracle/certify.hpp>

#include <iostream>

int main() {
    const lossproof::Case question{
        .operation = "softmax_cross_entropy",
        .format = lossproof::Format::f64,
        .parameters = {},
        .inputs = {{"logits", {.shape = {1, 3}, .values = {50, 0, 0}}}, {"label", {.shape = {1}, .values = {0}, .integral = true}}}};
    const lossproof::Certificate certificate(question);
    const std::string value = lossproof::hex_text(certificate.output("value")->answers.at(0).rounded);
    std::cout << value << "\n";
    return value == "0x1.d257d547e083fp-72" ? 0 : 1;
}
