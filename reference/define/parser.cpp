// SPDX-License-Identifier: Apache-2.0
#include "reference/define/parser.hpp"

#include "reference/define/builder.hpp"
#include "reference/numbers/format.hpp"

#include <cmath>

namespace lossproof::defined {
namespace {

constexpr int deepest = 100;
constexpr std::string_view something = "a number, an input, a parameter, a function or '('";

/// Recursive descent: sum, product, sign, power, primary; deeper brackets than anybody writes are refused.
class Parser {
public:
    Parser(const Source& source, Builder& builder) : source_(source), tokens_(tokens_of(source)), build_(builder) {}

    std::size_t whole() {
        const std::size_t value = sum();
        if (here().kind != Token::Kind::end) expected("an operator or the end");
        return value;
    }

private:
    const Token& here() const { return tokens_[next_]; }
    [[noreturn]] void expected(std::string_view what) const {
        source_.refuse(here().byte, "expected " + std::string(what) + ", found " + here().shown());
    }
    bool is(std::string_view symbol) const { return here().kind == Token::Kind::symbol && here().text == symbol; }
    bool took(std::string_view symbol) {
        if (!is(symbol)) return false;
        ++next_;
        return true;
    }
    void take(std::string_view symbol) {
        if (!took(symbol)) expected("'" + std::string(symbol) + "'");
    }
    std::size_t sum() {
        if (++depth_ > deepest) source_.refuse(here().byte, "expected at most " + std::to_string(deepest) + " brackets inside each other");
        std::size_t left = product();
        for (;;) {
            const std::size_t at = here().byte;
            const bool plus = is("+");
            if (!plus && !is("-")) break;
            ++next_;
            left = build_.binary(plus ? Op::add : Op::subtract, left, product(), at);
        }
        --depth_;
        return left;
    }
    std::size_t product() {
        std::size_t left = signed_power();
        for (;;) {
            const std::size_t at = here().byte;
            const bool times = is("*");
            if (!times && !is("/")) return left;
            ++next_;
            left = build_.binary(times ? Op::multiply : Op::divide, left, signed_power(), at);
        }
    }
    /// −x² is −(x²).
    std::size_t signed_power() {
        bool minus = false;
        const std::size_t at = here().byte;
        while (is("-") || is("+")) minus ^= tokens_[next_++].text == "-";
        const std::size_t value = power();
        return minus ? build_.unary(Op::negate, value, at) : value;
    }
    std::size_t power() {
        std::size_t base = entry();
        for (;;) {
            const std::size_t at = here().byte;
            if (took("²")) base = build_.unary(Op::square, base, at);
            else if (took("³")) base = build_.whole_power(base, 3, at);
            else if (took("^")) return raised(base, at);
            else return base;
        }
    }
    /// A whole number may stand behind ^ with its sign; anything else there is an expression without inputs.
    std::size_t raised(std::size_t base, std::size_t at) {
        const std::size_t exponent_at = here().byte;
        const bool minus = took("-");
        const std::size_t exponent = entry();
        return build_.power(base, minus ? build_.unary(Op::negate, exponent, exponent_at) : exponent, at, exponent_at);
    }
    /// z[t]
    std::size_t entry() {
        std::size_t value = primary();
        while (is("[")) {
            const std::size_t at = here().byte;
            ++next_;
            if (here().kind != Token::Kind::name) expected("the name of a class_index input");
            value = build_.select(value, here().text, at, here().byte);
            ++next_;
            take("]");
        }
        return value;
    }
    std::size_t primary() {
        const Token token = here();
        if (token.kind == Token::Kind::number) {
            ++next_;
            return build_.number(token);
        }
        if (took("(")) {
            const std::size_t value = sum();
            take(")");
            return value;
        }
        if (took("|")) {
            const std::size_t value = sum();
            take("|");
            return build_.unary(Op::absolute, value, token.byte);
        }
        if (took("√")) {
            if (++depth_ > deepest) source_.refuse(token.byte, "expected fewer roots inside each other");
            const std::size_t value = primary();
            --depth_;
            return build_.unary(Op::sqrt, value, token.byte);
        }
        if (token.kind != Token::Kind::name) expected(something);
        ++next_;
        if (!is("(")) return build_.name(token);
        return token.text == "where" ? where(token) : call(token);
    }
    std::size_t call(const Token& function) {
        build_.insist_on_function(function);
        take("(");
        std::vector<std::size_t> arguments{sum()};
        while (took(",")) arguments.push_back(sum());
        if (!is(")")) expected("',' or ')'");
        ++next_;
        return build_.call(function, arguments);
    }
    /// where(a < b, x, y); the other comparisons are that one, turned.
    std::size_t where(const Token& function) {
        take("(");
        const std::size_t left = sum();
        const std::string comparison = here().text;
        if (!is("<") && !is(">") && !is("<=") && !is(">=")) expected("'<', '<=', '>' or '>='");
        ++next_;
        const std::size_t right = sum();
        take(",");
        const std::size_t yes = sum();
        take(",");
        const std::size_t no = sum();
        take(")");
        const bool turned = comparison == ">" || comparison == "<=", negated = comparison.size() == 2;
        return build_.choice(turned ? right : left, turned ? left : right, negated ? no : yes, negated ? yes : no, function.byte);
    }

    const Source& source_;
    const std::vector<Token> tokens_;
    Builder& build_;
    std::size_t next_ = 0;
    int depth_ = 0;
};

}  // namespace

Parsed parse(const Source& source, std::span<const Input> inputs, std::span<const Parameter> parameters) {
    Builder builder(source, inputs, parameters);
    Parser(source, builder).whole();
    return builder.finished();
}

}  // namespace lossproof::defined
