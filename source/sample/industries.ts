/** Sectors as the screener spells them, each industry with the words its companies are named by; repeated by weight. */
export type Industry = {
  readonly sector: string;
  readonly industry: string;
  readonly words: readonly [string, ...string[]];
  readonly weight: number;
};

const rows = `
Health Care|Biotechnology: Pharmaceutical Preparations|Therapeutics,Pharmaceuticals,Biosciences,Pharma,Medicines|9
Health Care|Biotechnology: Biological Products|Biologics,Genomics,Bio,Immunology|5
Health Care|Medical/Dental Instruments|Medical,Surgical,Devices,MedTech|4
Health Care|Medical Specialities|Diagnostics,Health,Imaging|3
Health Care|Hospital/Nursing Management|Healthcare,Care Centers|1
Finance|Major Banks|Bancorp,Bancshares,Financial,Bank Holdings|9
Finance|Savings Institutions|Savings Financial,Federal Bancorp|2
Finance|Property-Casualty Insurers|Insurance Group,Assurance,Casualty|3
Finance|Investment Managers|Capital,Asset Management,Partners Group|3
Finance|Finance: Consumer Services|Credit,Lending,Finance|2
Technology|Computer Software: Prepackaged Software|Software,Systems,Cloud,Analytics,Data|8
Technology|Semiconductors|Semiconductor,Micro Devices,Photonics|3
Technology|EDP Services|Digital,Networks,Interactive|4
Technology|Computer Manufacturing|Computing,Quantum|1
Technology|Radio And Television Broadcasting And Communications Equipment|Wireless,Radio Systems|2
Consumer Discretionary|Restaurants|Restaurants,Kitchens,Grill|2
Consumer Discretionary|Hotels/Resorts|Resorts,Hospitality,Leisure|2
Consumer Discretionary|Auto Manufacturing|Motors,Mobility|2
Consumer Discretionary|Clothing/Shoe/Accessory Stores|Apparel,Outfitters,Brands|3
Consumer Discretionary|Homebuilding|Homes,Communities|1
Consumer Discretionary|Other Specialty Stores|Retail,Stores,Outlets|2
Consumer Discretionary|Education Services|Education,Learning|1
Consumer Staples|Packaged Foods|Foods,Farms,Naturals|2
Consumer Staples|Beverages (Production/Distribution)|Beverage,Brewing|1
Industrials|Industrial Machinery/Components|Industries,Machinery,Controls|4
Industrials|Aerospace|Aerospace,Aviation,Space Systems|2
Industrials|Military/Government/Technical|Defense,Technical Services|1
Industrials|Metal Fabrications|Fabrication,Steelworks|1
Industrials|Trucking Freight/Courier Services|Freight,Logistics|2
Industrials|Marine Transportation|Shipping,Maritime,Tankers|2
Industrials|Electrical Products|Electric,Battery Systems|1
Real Estate|Real Estate Investment Trusts|Realty Trust,Properties,Residential Trust,Industrial REIT|5
Real Estate|Real Estate|Land,Estates|1
Energy|Oil & Gas Production|Petroleum,Energy,Exploration,Resources|4
Energy|Oilfield Services/Equipment|Drilling,Well Services|1
Energy|Natural Gas Distribution|Midstream,Pipeline|1
Utilities|Electric Utilities: Central|Power,Utilities,Electric Light|2
Utilities|Water Supply|Water|1
Utilities|Environmental Services|Environmental,Recycling|1
Basic Materials|Precious Metals|Gold,Silver Mining,Royalty|3
Basic Materials|Metal Mining|Lithium,Copper,Mining|2
Basic Materials|Major Chemicals|Chemical,Materials|1
Basic Materials|Forest Products|Timber,Paper|1
Telecommunications|Telecommunications Equipment|Telecom,Fiber|2
Miscellaneous|Business Services|Services,Solutions,Holdings|2
`;

export const industries: readonly Industry[] = rows
  .trim()
  .split('\n')
  .map((row) => {
    const [sector = '', industry = '', words = '', weight = '1'] = row.split('|');
    const [first = '', ...rest] = words.split(',');
    return {sector, industry, words: [first, ...rest], weight: Number(weight)};
  });
