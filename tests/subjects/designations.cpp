// SPDX-License-Identifier: Apache-2.0
#include "asking.hpp"
#include "subjects/frames/frame.hpp"
#include "subjects/frames/tensor_bytes.hpp"
#include "subjects/process/split_words.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

using namespace lossproof;

TEST_CASE("commands are split like a shell splits them, and not otherwise touched", "[open]") {
    using Words = std::vector<std::string>;
    CHECK(split_words("python3 -u  guest.py\t--x=1") == Words{"python3", "-u", "guest.py", "--x=1"});
    CHECK(split_words(R"(a 'b c' "d \"e\" \n" f\ g '')") == Words{"a", "b c", R"(d "e" \n)", "f g", ""});
    CHECK(split_words("echo $HOME *.c; rm -rf `x`") == Words{"echo", "$HOME", "*.c;", "rm", "-rf", "`x`"});
    CHECK(split_words("  ").empty());
    CHECK_THROWS_WITH(split_words("a \"b"), Catch::Contains("unclosed"));
    CHECK_THROWS_WITH(split_words("a\\"), Catch::Contains("backslash"));
}

TEST_CASE("an unknown name is answered with what there is", "[open]") {
    CHECK_THROWS_WITH(open_subject("troch"), Catch::StartsWith("unknown subject 'troch'; expected fast, fast-quick, baseline,") &&
                                                 Catch::Contains("did you mean 'torch'?"));
    CHECK_THROWS_WITH(open_subject("unheard-of"), !Catch::Contains("did you mean"));
    const auto names = peer_names();
    for (const std::string peer : {"scipy", "torch", "jax", "sklearn"}) CHECK(std::find(names.begin(), names.end(), peer) != names.end());
}

TEST_CASE("a peer whose library is missing is skipped, visibly", "[open]") {
    // An interpreter without site-packages has neither numpy nor torch.
    const auto wrapper = std::filesystem::temp_directory_path() / ("lossproof_bare_python_" + std::to_string(std::rand()));
    {
        FILE* file = std::fopen(wrapper.c_str(), "w");
        std::fprintf(file, "#!/bin/sh\nexec '%s' -S -E \"$@\"\n", MUTANT_PYTHON);
        std::fclose(file);
    }
    std::filesystem::permissions(wrapper, std::filesystem::perms::owner_all);
    const char* const chosen = std::getenv("LOSSPROOF_PYTHON");
    const std::string before = chosen ? chosen : "";  // the peers after this test want their libraries back
    ::setenv("LOSSPROOF_PYTHON", wrapper.c_str(), 1);
    for (const std::string peer : {"torch", "scipy"}) {
        try {
            open_subject(peer, impatient);
            FAIL("opened " << peer);
        } catch (const SubjectUnavailable& error) {
            CHECK(error.kind == SubjectUnavailable::Kind::skipped);
            CHECK_THAT(error.what(), Catch::StartsWith("skipped: ") && Catch::EndsWith("not importable"));
        }
    }
    ::setenv("LOSSPROOF_PYTHON", before.c_str(), 1);  // empty means none
    std::filesystem::remove(wrapper);
}

TEST_CASE("frames survive any way of cutting the stream", "[frames]") {
    const std::string stream = sealed("{}", "") + sealed("{\"a\":1}", std::string("\0\1\2", 3)) + sealed("{}", "x");
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        FrameReader reader;
        reader.expect_payload_up_to(3);
        std::string payloads;
        int frames = 0;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            reader.feed(std::string_view(stream).substr(at, piece));
            while (const auto frame = reader.next()) payloads += frame->payload, ++frames;
        }
        CHECK(frames == 3);
        CHECK(payloads == std::string("\0\1\2x", 4));
        CHECK(reader.idle());
    }
}

TEST_CASE("tensors travel bit for bit in every format", "[frames]") {
    for (const Format format : all_formats) {
        const FormatSpec& numbers = spec(format);
        const double least = smallest_subnormal(numbers), most = largest(numbers), infinity = std::numeric_limits<double>::infinity();
        const Tensor tensor{.shape = {8}, .values = {0.0, -0.0, least, -least, most, -infinity, 1.0, 3 * least}, .integral = false};
        const auto back = decoded(encoded(tensor, dtype_of(format)), dtype_of(format));
        for (std::size_t i = 0; i < back.size(); ++i) {
            CHECK(back[i] == tensor.values[i]);
            CHECK(std::signbit(back[i]) == std::signbit(tensor.values[i]));
        }
        const Tensor undefined{.shape = {1}, .values = {std::nan("")}, .integral = false};
        CHECK(std::isnan(decoded(encoded(undefined, dtype_of(format)), dtype_of(format))[0]));
    }
    CHECK(decoded(encoded({.shape = {2}, .values = {-100, 7}, .integral = true}, Dtype::i64), Dtype::i64) == std::vector<double>{-100, 7});
}

TEST_CASE("impossible shapes are refused before anything is multiplied", "[frames]") {
    CHECK(elements_of({}) == 1);
    CHECK(elements_of({3, 0, 5}) == 0);
    CHECK_FALSE(elements_of({-1}));
    CHECK_FALSE(elements_of({std::int64_t{1} << 32, std::int64_t{1} << 32}));
    CHECK_FALSE(elements_of({std::int64_t{1} << 40, std::int64_t{1} << 40, std::int64_t{1} << 40}));
}
